namespace NeuralGpu.Cli;

/// <summary>One number for each node of the book's graph: u = wx, ŷ = u + b, e = ŷ − y, c = e².</summary>
internal sealed record GraphNumbersDocument(double X, double W, double B, double Y, double U, double YHat, double E, double C);
