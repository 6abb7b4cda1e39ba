-- Run by a headless Neovim that has a source open: waits for its diagnostics, goes to a definition, and writes what it saw.
local seen = {}
local limit = 30000

seen.diagnosed = vim.wait(limit, function() return #vim.diagnostic.get(0) > 0 end, 50)
seen.diagnostics = vim.tbl_map(function(one)
  return { code = one.code, line = one.lnum + 1, message = one.message }
end, vim.diagnostic.get(0))

local before = vim.api.nvim_buf_get_name(0)
vim.fn.search('CALL \\zscallee')
vim.lsp.buf.definition()
seen.moved = vim.wait(limit, function() return vim.api.nvim_buf_get_name(0) ~= before end, 50)
seen.file = vim.api.nvim_buf_get_name(0)
seen.line = vim.api.nvim_win_get_cursor(0)[1]

local client = vim.lsp.get_clients({ name = 'sproc' })[1]
seen.name = client and client.server_info and client.server_info.name
local out = assert(io.open(vim.env.SPROC_SEEN, 'w'))
out:write(vim.json.encode(seen))
out:close()
vim.cmd('qall!')
