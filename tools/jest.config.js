export { default } from '../libs/models/jest.config.js';
