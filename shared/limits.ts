/** What a client may send at most. Each is several times what a well-behaved client needs. */

/** An offer with one audio section and 20 candidates is about 5 KB. */
export const MAX_SDP_CHARS = 32_000
/** RFC 8839 candidates stay well below 300 characters. */
export const MAX_CANDIDATE_CHARS = 1_000
export const MAX_ID_CHARS = 100
/** A typed line. */
export const MAX_TEXT_CHARS = 4_000
/** One WebSocket frame or HTTP body outside of uploads. */
export const MAX_MESSAGE_BYTES = 1_048_576
export const MAX_PAGE_SIZE = 100
/** A page's cursor holds a time and an id. */
export const MAX_CURSOR_CHARS = 300
export const MAX_SEARCH_CHARS = 200
