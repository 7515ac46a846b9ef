import { describe, expect, it } from '@jest/globals';
import { detectLanguage, primaryTag } from './detect-language.js';

describe('detectLanguage', () => {
  it.each([
    ['What are you using now?', 'en'],
    ['Hi Bo.\nHello.\nWhat do you use today?\nPaper.\nOkay.', 'en'],
    ['Thanks for joining. Tell me about the team. How many reps do you have on the phones?', 'en'],
    ['Guten Morgen, wie läuft es denn bei Ihnen im Vertrieb? Wir haben im Moment große Probleme.', 'de'],
    ['Goedemorgen, wat is er aan de hand met de levering van onze producten? We hebben het nog niet ontvangen.', 'nl'],
    ['Bonjour, comment gérez-vous vos retours aujourd’hui ? Nous utilisons encore des tableurs.', 'fr'],
    ['Hola, buenos días, ¿cómo gestionan ustedes hoy las devoluciones? Usamos hojas de cálculo.', 'es'],
    ['Bom dia, como vocês fazem isso hoje? Nós usamos planilhas e não funciona muito bem.', 'pt'],
    ['こんにちは、今日はお時間をいただきありがとうございます。', 'ja'],
    ['Mhm. Ok.', 'und'],
    ['Dana Whitfield Priya Nair', 'und'],
    ['Paper. Fax. By hand mostly.', 'und'],
    ['Ja genau, das stimmt schon so.', 'und'],
    ['Guten Morgen, wie geht es Ihnen?', 'de'],
    ['Здравствуйте, расскажите, пожалуйста, как вы принимаете заказы сегодня? Мы пишем всё на бумаге.', 'ru'],
    ['', 'und'],
    ['12 34 56', 'und'],
  ])('%j is %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it.each([
    ['eng', 'en'],
    ['en-US', 'en'],
    ['pt_BR', 'pt'],
    ['DE', 'de'],
    ['und', null],
    ['zxx', null],
    ['not a tag', null],
    [undefined, null],
  ])('stated %j is %j', (stated, tag) => {
    expect(primaryTag(stated)).toBe(tag);
  });
});
