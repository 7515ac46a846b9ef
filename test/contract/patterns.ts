/** Names of contributions, codes of issues and refusals, JSON pointers. */
export const NAME = /^[a-z][a-z0-9_-]{0,63}$/;
export const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;
export const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;
