/** A server that anyone with Node can run, and that shows every feature of the protocol. */
export const EXAMPLE_NAME = "everything";
export const EXAMPLE_COMMAND = "npx -y @modelcontextprotocol/server-everything";

/** How a key is referred to instead of being written down. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the braces belong to the reference
export const SECRET_REFERENCE = "${secret:NAME}";
