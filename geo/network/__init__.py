"""Streets as arrays: exact snapping, nearest facilities, paths and catchments; pure."""
