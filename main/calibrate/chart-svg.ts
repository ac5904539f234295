/** The printable chart as SVG. */
import type { Shapes } from './chart-shapes.ts';
import { PAGE } from './printed-chart.ts';

/** @param width of the drawing, such as "210mm" or "2480"; the height follows */
export function chartSvg({ rectangles, lines }: Shapes, width: string, height: string): string {
  const shapes = rectangles.map(
    ({ x, y, width, height, fill }) =>
      `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${fill}"/>`,
  );
  const texts = lines.map(
    ({ x, y, size, text }) =>
      `<text x="${short(x)}" y="${short(y)}" font-size="${size}">${inert(text)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${PAGE.widthMm} ${PAGE.heightMm}" font-family="Helvetica, Arial, sans-serif" shape-rendering="crispEdges">`,
    ...shapes,
    ...texts,
    '</svg>\n',
  ].join('\n');
}

const short = (value: number): string => String(Math.round(value * 1000) / 1000);
const inert = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
