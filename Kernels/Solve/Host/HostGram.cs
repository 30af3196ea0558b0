using System.Runtime.Intrinsics;

namespace NeuralGpu.Kernels;

/// <summary>Chooses the tiles of <see cref="HostGram{TTiles, TElement, TSum}"/> for the registers of this machine.</summary>
internal static class HostGram
{
    public static void Run(in GramOperands<double, double> operands, Workers workers)
    {
        switch (Bits<double>(operands.Columns))
        {
            case 512: HostGram<GramTiles<PanelTile8<DoubleLanes512, Vector512<double>, double>, DoubleLanes512, Vector512<double>, double>, double, double>.Run(operands, workers); break;
            case 256: HostGram<GramTiles<PanelTile4<DoubleLanes256, Vector256<double>, double>, DoubleLanes256, Vector256<double>, double>, double, double>.Run(operands, workers); break;
            default: HostGram<GramTiles<PanelTile4<DoubleLanes128, Vector128<double>, double>, DoubleLanes128, Vector128<double>, double>, double, double>.Run(operands, workers); break;
        }
    }

    public static void RunDoubleDouble(in GramOperands<double, double> operands, Workers workers)
    {
        switch (Bits<double>(operands.Columns))
        {
            case 512: HostGram<DoubleDoubleGramTiles<DoubleLanes512, Vector512<double>>, double, double>.Run(operands, workers); break;
            case 256: HostGram<DoubleDoubleGramTiles<DoubleLanes256, Vector256<double>>, double, double>.Run(operands, workers); break;
            default: HostGram<DoubleDoubleGramTiles<DoubleLanes128, Vector128<double>>, double, double>.Run(operands, workers); break;
        }
    }

    public static void Run(in GramOperands<float, float> operands, Workers workers)
    {
        switch (Bits<float>(operands.Columns))
        {
            case 512: HostGram<GramTiles<PanelTile8<Lanes512, Vector512<float>, float>, Lanes512, Vector512<float>, float>, float, float>.Run(operands, workers); break;
            case 256: HostGram<GramTiles<PanelTile4<Lanes256, Vector256<float>, float>, Lanes256, Vector256<float>, float>, float, float>.Run(operands, workers); break;
            default: HostGram<GramTiles<PanelTile4<Lanes128, Vector128<float>, float>, Lanes128, Vector128<float>, float>, float, float>.Run(operands, workers); break;
        }
    }

    public static void Run(in GramOperands<float, double> operands, Workers workers)
    {
        switch (Bits<float>(operands.Columns))
        {
            case 512: HostGram<FloatGramTiles<PanelTile8<Lanes512, Vector512<float>, float>, Lanes512, Vector512<float>>, float, double>.Run(operands, workers); break;
            case 256: HostGram<FloatGramTiles<PanelTile4<Lanes256, Vector256<float>, float>, Lanes256, Vector256<float>>, float, double>.Run(operands, workers); break;
            default: HostGram<FloatGramTiles<PanelTile4<Lanes128, Vector128<float>, float>, Lanes128, Vector128<float>>, float, double>.Run(operands, workers); break;
        }
    }

    // A narrow matrix wastes fewer lanes in a narrower panel, which is two registers.
    private static unsafe int Bits<TElement>(int columns)
        where TElement : unmanaged
    {
        int bits = HostSimd.Bits;
        while (bits > 128 && columns * sizeof(TElement) * 8 <= bits)
            bits /= 2;
        return bits;
    }
}
