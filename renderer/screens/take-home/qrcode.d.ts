/** The one function of `qrcode` that is used. The types that are published for it bring Node's along, which a page has not. */
declare module 'qrcode' {
  export interface Modules {
    /** Modules along one side. */
    readonly size: number;
    /** 1 for dark ones, row by row. */
    readonly data: Uint8Array;
  }

  /** Throws where the text is too long for any QR code. */
  export function create(
    text: string,
    options: { errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' },
  ): { readonly modules: Modules };
}
