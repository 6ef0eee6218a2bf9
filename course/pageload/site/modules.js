//// polyfills
window.shopReady = [];
//// consent
window.consent = { asked: true, analytics: true };
//// http
shop.get = path => ({ path, seats: 48 });
//// session
shop.session = { visitor: shop.get('/me').path };
//// store
shop.state = { basket: 0 };
//// money
shop.money = cents => `${(cents / 100).toFixed(2)} EUR`;
//// dates
shop.date = day => new Date(day).toLocaleDateString('en', { weekday: 'long', day: 'numeric', month: 'long' });
//// dates-old
shop.oldDate = day => new Date(day).toDateString();
//// i18n
shop.text = words => (shop.languages && shop.languages[words]) || words;
//// languages
shop.languages = { 'Buy a ticket': 'Karte kaufen' };
//// ui
shop.element = id => document.getElementById(id);
//// icons
document.documentElement.classList.add('icons');
//// header
shop.ready(() => { document.querySelector('header').dataset.ready = 'yes'; });
//// calendar
shop.days = ['2026-12-12', '2026-12-13'].map(day => (shop.date || shop.oldDate)(day));
//// map
shop.map = { shown: true };
//// charts
shop.charts = { points: 12 };
//// editor
shop.editor = { text: '' };
//// forms
shop.forms = { fields: [] };
//// venue
shop.venue = { name: 'The Old Brewery' };
//// account
shop.account = { tickets: [] };
//// help
shop.help = { questions: 14 };
//// event
shop.ready(() => { shop.element('when').textContent = shop.date('2026-12-12'); });
//// prices
shop.prices = { front: shop.money(4500) };
//// buy
shop.ready(() => {
  shop.element('buy').addEventListener('click', () => {
    shop.state.basket += 1;
    shop.element('basket').textContent = `Basket: ${shop.state.basket}`;
  });
  shop.soon().then(() => performance.mark('usable'));
});
//// main
shop.vendors('app');
