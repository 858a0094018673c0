/** How the page looks, on light and dark screens and on paper. */
export const style = `
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; }
svg { max-width: 100%; height: auto; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0.75rem; padding: 0; list-style: none; }
.tiles li { border: 1px solid #8c959f66; border-radius: 6px; padding: 0.75rem; font-size: 13px; }
.tiles b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid #8c959f66; padding: 0.25rem 0.5rem; text-align: right; vertical-align: top; }
th:first-child, td:first-child, .text td { text-align: left; }
.better td:last-child { color: #1f883d; }
.worse td:last-child { color: #cf222e; }
`;
