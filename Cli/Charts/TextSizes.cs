using OxyPlot;

namespace NeuralGpu.Cli;

/// <summary>Sizes of texts in a figure. SVG leaves the type face to the viewer, so there must be room for a wider one than Helvetica, such as DejaVu Sans.</summary>
internal sealed class TextSizes(double width, double height) : PdfRenderContext(width, height, OxyColors.White)
{
    // The base class measures in points, the figure is in pixels. Heights stay: they are as tall as the letters, and centre them well.
    private const double PixelsPerPoint = 4.0 / 3;

    // DejaVu Sans against Helvetica.
    private const double WidestFace = 1.16;

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        // The base class knows the widths of ASCII only; n stands for all the rest, such as δ and −.
        string? known = text is null ? null : string.Concat(text.Select(letter => char.IsAscii(letter) ? letter : 'n'));
        OxySize helvetica = base.MeasureText(known, fontFamily, fontSize, fontWeight);
        return new OxySize(helvetica.Width * PixelsPerPoint * WidestFace, helvetica.Height);
    }
}
