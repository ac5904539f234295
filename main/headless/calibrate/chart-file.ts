/** Writes the chart to print, in the kind that the file's name ends with. */
import { extname } from 'node:path';
import sharp from 'sharp';
import { chartPdf } from '../../calibrate/chart-pdf.ts';
import { chartShapes } from '../../calibrate/chart-shapes.ts';
import { chartSvg } from '../../calibrate/chart-svg.ts';
import { PAGE } from '../../calibrate/printed-chart.ts';
import { writeWhole } from '../try/disk.ts';

const DOTS_PER_INCH = 300;

/** Throws `output-unwritable`. */
export async function writeChart(file: string, widthMm: number): Promise<void> {
  await writeWhole(file, await chartBytes(extname(file).toLowerCase(), widthMm));
}

async function chartBytes(kind: string, widthMm: number): Promise<Uint8Array> {
  const shapes = chartShapes();
  if (kind === '.pdf') return chartPdf(shapes, widthMm);
  const heightMm = (widthMm * PAGE.heightMm) / PAGE.widthMm;
  if (kind === '.svg') return Buffer.from(chartSvg(shapes, `${widthMm}mm`, `${heightMm.toFixed(2)}mm`));
  const dots = (mm: number) => String(Math.round((mm / 25.4) * DOTS_PER_INCH));
  const svg = chartSvg(shapes, dots(widthMm), dots(heightMm));
  return sharp(Buffer.from(svg)).withMetadata({ density: DOTS_PER_INCH }).png().toBuffer();
}
