-- The user's prose keeps its words, lists, tables and emphasis; nothing else.
local last = 1

local function bare(element)
  element.attr = pandoc.Attr()
  return element
end

local function safe(target)
  return target:match("^https?://") or target:match("^mailto:")
end

local function heading(element)
  element.level = math.min(element.level + 1, last + 1, 4)
  last = element.level
  return bare(element)
end

return {
  {
    Image = function(element) return element.caption end,
    Figure = function(element) return element.content end,
    Note = function(element)
      return { pandoc.Str(" ("), pandoc.Str(pandoc.utils.stringify(pandoc.Pandoc(element.content))), pandoc.Str(")") }
    end,
    RawInline = function(element) return pandoc.Str(element.text) end,
    RawBlock = function(element) return pandoc.Para({ pandoc.Str(element.text) }) end,
    Math = function(element) return pandoc.Str(element.text) end,
    Span = function(element) return element.content end,
    Div = function(element) return element.content end,
    Link = function(element)
      if safe(element.target) then return pandoc.Link(element.content, element.target) end
      return element.content
    end,
    Code = bare,
    CodeBlock = bare,
    Table = bare,
  },
  { traverse = "topdown", Header = heading },
}
