-- What pandoc's writers leave out: alternative text in Typst, turned pages, tables that can be reached by keyboard.
-- Everything that this package did not write itself is stripped of its attributes.
local kept = { landscape = true, note = true, about = true, tofill = true, keep = true }
local styles = { note = "Table Note", about = "Toelichting", tofill = "Nog in te vullen" }

local function typst_string(text)
  text = text:gsub("%c", " "):gsub("\\", "\\\\"):gsub('"', '\\"')
  return '"' .. text .. '"'
end

local function html_text(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"):gsub("'", "&#39;"))
end

local function image(element)
  local alt = element.attributes.alt or pandoc.utils.stringify(element.caption)
  if alt == "" then error("a picture without alternative text: " .. element.src) end
  if not element.src:match("^figuur%-%d+%.png$") then error("not a picture of this document: " .. element.src) end
  local width = element.attributes.width or "16.5cm"
  if not width:match("^[%d.]+cm$") then error("not a width: " .. width) end
  if FORMAT == "typst" then
    local call = "#image(%s, alt: %s, width: %s)"
    return pandoc.RawInline("typst", call:format(typst_string(element.src), typst_string(alt), width))
  end
  return pandoc.Image(pandoc.Inlines(alt), element.src, "", pandoc.Attr("", {}, { width = width }))
end

local function pushed(cell)
  local open = pandoc.RawBlock("typst", "#pad(left: 4pt)[")
  cell.contents = pandoc.Blocks({ open, pandoc.Div(cell.contents), pandoc.RawBlock("typst", "]") })
end

-- In Typst, where columns lie close, a text after a number set to the right would touch it.
local function spaced(element)
  local parts = { element.head.rows }
  for _, body in ipairs(element.bodies) do table.insert(parts, body.body) end
  for place = 2, #element.colspecs do
    if element.colspecs[place][1] == "AlignLeft" and element.colspecs[place - 1][1] == "AlignRight" then
      for _, rows in ipairs(parts) do
        for _, row in ipairs(rows) do pushed(row.cells[place]) end
      end
    end
  end
end

local function table_block(element)
  local caption = pandoc.utils.stringify(element.caption.long)
  element.attr = pandoc.Attr()
  if FORMAT == "typst" then spaced(element) end
  if FORMAT ~= "html" and FORMAT ~= "html5" then return element end
  local open = '<div class="scroll" role="region" tabindex="0" aria-label="%s">'
  return { pandoc.RawBlock("html", open:format(html_text(caption))), element, pandoc.RawBlock("html", "</div>") }
end

local page = '<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="%d" w:h="%d"%s/>' ..
  '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>' ..
  '</w:sectPr></w:pPr></w:p>'

local function turned(element)
  if FORMAT == "typst" then
    local open = "#page(flipped: true)[#set text(size: 0.9em)"
    return { pandoc.RawBlock("typst", open), pandoc.Div(element.content), pandoc.RawBlock("typst", "]") }
  elseif FORMAT == "docx" then
    local before = pandoc.RawBlock("openxml", page:format(11906, 16838, ""))
    local after = pandoc.RawBlock("openxml", page:format(16838, 11906, ' w:orient="landscape"'))
    return { before, pandoc.Div(element.content), after }
  end
  return pandoc.Div(element.content, pandoc.Attr("", { "turned" }))
end

-- A short table and its note stay on one page.
local function together(element)
  if FORMAT ~= "typst" then return pandoc.Div(element.content) end
  local open = pandoc.RawBlock("typst", "#block(breakable: false)[")
  return { open, pandoc.Div(element.content), pandoc.RawBlock("typst", "]") }
end

local function div(element)
  local class = element.classes[1] or ""
  if not kept[class] then return pandoc.Div(element.content) end
  if class == "landscape" then return turned(element) end
  if class == "keep" then return together(element) end
  if FORMAT == "docx" then
    return pandoc.Div(element.content, pandoc.Attr("", {}, { ["custom-style"] = styles[class] }))
  elseif FORMAT == "typst" then
    return { pandoc.RawBlock("typst", "#" .. class .. "["), pandoc.Div(element.content), pandoc.RawBlock("typst", "]") }
  end
  return pandoc.Div(element.content, pandoc.Attr("", { class }))
end

-- The opening of a chapter, which ends before a place: its heading, explanation and a few paragraphs; else that place.
local function opening(result, first)
  for place = first - 1, math.max(1, first - 5), -1 do
    local one = result[place]
    if one.t == "Header" then return one.level == 1 and place or first end
    if one.t ~= "Para" and one.t ~= "Div" then break end
  end
  return first
end

-- A turned page takes along the heading before it, with the sentences between; a heading never stays behind alone.
-- Of a chapter that begins with one it takes the opening as well, which would else be a page of a few lines.
local function with_heading(result, block)
  local first = #result + 1
  for place = #result, math.max(1, #result - 4), -1 do
    local one = result[place]
    if one.t == "Header" then
      if one.level > 1 then first = place end
      break
    elseif one.t ~= "Para" then
      break
    end
  end
  if first <= #result and result[first].t == "Header" then first = opening(result, first) end
  local moved = pandoc.Blocks({})
  while #result >= first do moved:insert(result:remove(first)) end
  moved:extend(block.content)
  block.content = moved
  return block
end

local function is_turned(block)
  return block and block.t == "Div" and block.classes[1] == "landscape"
end

-- Landscape pages that follow one another become one section.
local function joined(blocks)
  local result = pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    local next_one = is_turned(block) and with_heading(result, block) or block
    local before = result[#result]
    if is_turned(next_one) and is_turned(before) then
      before.content:extend(next_one.content)
    else
      result:insert(next_one)
    end
  end
  return result
end

-- A chapter begins on a new page; on a turned one it stands at the top already.
local function parted(blocks)
  if FORMAT ~= "typst" then return blocks end
  local result = pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    if block.t == "Header" and block.level == 1 then
      result:insert(pandoc.RawBlock("typst", "#pagebreak(weak: true)"))
    end
    result:insert(block)
  end
  return result
end

local headings = 0

local function heading(element)
  local name = element.identifier
  local own = name:match("^hoofdstuk%-%d$") or name == "over-dit-plan" or name == "volledigheid" or name == "bronnen"
  headings = headings + 1
  element.attr = pandoc.Attr(own and name or ("kop-" .. headings))
  return element
end

local function bare(element)
  element.attr = pandoc.Attr()
  return element
end

-- In Typst "- x", "= x" and "1. x" at the start of a cell would be a list or a heading; pandoc does not escape them there.
local function started(element)
  local first = element.content[1]
  if FORMAT ~= "typst" or not first or first.t ~= "Str" then return nil end
  if not (first.text:match("^[-+=/]") or first.text:match("^%d+%.")) then return nil end
  element.content:insert(1, pandoc.RawInline("typst", "#{}"))
  return element
end

return {
  { Pandoc = function(document) document.blocks = parted(joined(document.blocks)); return document end },
  { Image = image, Table = table_block, Div = div, Header = heading, Link = bare, Code = bare, CodeBlock = bare },
  { Plain = started, Para = started, Header = started },
}
