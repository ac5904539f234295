/** The printable chart as a PDF of one page: filled rectangles and lines of Helvetica, which every reader has. */
import type { Shapes } from './chart-shapes.ts';
import { PAGE } from './printed-chart.ts';

/** @param widthMm of the page; its height follows */
export function chartPdf(shapes: Shapes, widthMm: number): Buffer {
  const scale = (widthMm / PAGE.widthMm) * (72 / 25.4);
  const drawing = draw(shapes, scale);
  const box = `[0 0 ${short(PAGE.widthMm * scale)} ${short(PAGE.heightMm * scale)}]`;
  return assemble([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>`,
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]);
}

/** PDF counts y from the foot of the page. */
function draw({ rectangles, lines }: Shapes, scale: number): string {
  const at = (value: number): string => short(value * scale);
  const up = (y: number): string => at(PAGE.heightMm - y);
  const filled = rectangles.map(
    ({ x, y, width, height, fill }) =>
      `${rgb(fill)} rg ${at(x)} ${up(y + height)} ${at(width)} ${at(height)} re f`,
  );
  const written = lines.map(
    ({ x, y, size, text }) =>
      `BT 0 0 0 rg /F ${at(size)} Tf ${at(x)} ${up(y)} Td (${text.replace(/[()\\]/g, '\\$&')}) Tj ET`,
  );
  return [...filled, ...written].join('\n');
}

/** Numbers the objects from 1 and adds the table of where they begin. */
function assemble(objects: readonly string[]): Buffer {
  let text = '%PDF-1.4\n';
  const starts = objects.map((object, i) => {
    const start = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(start).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${starts.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + trailer, 'latin1');
}

const rgb = (hex: string): string =>
  [1, 3, 5].map((at) => short(Number.parseInt(hex.slice(at, at + 2), 16) / 255)).join(' ');
const short = (value: number): string => String(Math.round(value * 1000) / 1000);
