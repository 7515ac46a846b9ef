/** Groups that people know the formats by. */
export const CAPTIONS = 'captions';
export const MEETING_TOOLS = 'meeting tools';
export const SALES_TOOLS = 'sales tools';
export const TELEPHONY = 'telephony and speech engines';
export const TABLES = 'tables';
export const OTHER_JSON = 'other JSON';
export const WEB_PAGES = 'web pages';
export const TEXT = 'text and Markdown with lines such as `Name: text`';
