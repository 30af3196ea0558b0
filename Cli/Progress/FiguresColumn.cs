using Spectre.Console;
using Spectre.Console.Rendering;

namespace NeuralGpu.Cli;

/// <summary>The column with the figures of the training, which <see cref="LiveTraining"/> keeps in the task's tag.</summary>
internal sealed class FiguresColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        => new Text(task.Tag as string ?? "").Overflow(Overflow.Ellipsis);
}
