const FREE = [
  'aol.com',
  'duck.com',
  'fastmail.com',
  'free.fr',
  'gmail.com',
  'googlemail.com',
  'hey.com',
  'icloud.com',
  'laposte.net',
  'libero.it',
  'mac.com',
  'mail.com',
  'mail.ru',
  'me.com',
  'msn.com',
  'naver.com',
  'orange.fr',
  'pm.me',
  'proton.me',
  'protonmail.com',
  'qq.com',
  'rocketmail.com',
  't-online.de',
  'tutanota.com',
  'uol.com.br',
  'wanadoo.fr',
  'web.de',
  'ymail.com',
  'zoho.com',
  '126.com',
  '163.com',
];
/** Providers with a domain in many countries: `yahoo.co.uk`, `gmx.de`. */
const FAMILIES = ['gmx', 'hotmail', 'live', 'outlook', 'yahoo', 'yandex'];

/** Whether anybody can have an address there, so that it tells nothing of a company. */
export const isFreeMailDomain = (domain: string): boolean =>
  FREE.includes(domain) || FAMILIES.includes(domain.split('.')[0] ?? '');
