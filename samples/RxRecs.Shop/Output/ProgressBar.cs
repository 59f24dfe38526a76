using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RxRecs.Shop.Output;

/// <summary>
/// Shows how far a run has come and how fast it goes. It is drawn from its own thread, which only
/// reads what the run leaves here.
/// </summary>
internal sealed class ProgressBar
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _events;
    private long _position;

    /// <summary>The end of the input in whatever unit positions have, or 0 where it is not known.</summary>
    public long Length { get; set; }

    /// <summary>The number of unread events in the topic; below 0 where it is not known.</summary>
    public long Lag { get; set; } = -1;

    public long Events => Volatile.Read(ref _events);

    /// <summary>Runs an action while the bar is shown; without a bar if nobody looks.</summary>
    public static void Show(Terminal terminal, string title, Action<ProgressBar> action)
    {
        var bar = new ProgressBar();
        if (!terminal.IsErrorInteractive)
        {
            action(bar);
            return;
        }

        terminal.OpenError().Progress().AutoClear(true).HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new RateColumn(bar))
            .Start(context =>
            {
                context.AddTask(title, maxValue: 1);
                action(bar);
            });
    }

    /// <summary>One event more.</summary>
    public void Count() => Volatile.Write(ref _events, _events + 1);

    /// <summary>So many events by now.</summary>
    public void CountTo(long events) => Volatile.Write(ref _events, events);

    /// <summary>The input has been read up to here.</summary>
    public void MoveTo(long position) => Volatile.Write(ref _position, position);

    /// <summary>Says how long it will still take, where that can be told.</summary>
    /// <param name="share">How much of the input has been read, from 0 to 1.</param>
    /// <param name="elapsed">How long that took.</param>
    internal static string TimeLeft(double share, TimeSpan elapsed)
    {
        const double Tellable = 0.01;
        if (share is < Tellable or >= 1)
        {
            return "";
        }

        var left = TimeSpan.FromSeconds(Math.Ceiling(elapsed.TotalSeconds * (1 - share) / share));
        return left.TotalHours < 1
            ? $", {(int)left.TotalMinutes}:{left.Seconds:00} left"
            : $", {(long)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00} left";
    }

    private sealed class RateColumn(ProgressBar bar) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            task.IsIndeterminate = bar.Length == 0;
            task.Value = bar.Length == 0 ? 0 : Math.Min(1, (double)Volatile.Read(ref bar._position) / bar.Length);
            var rate = bar.Events / Math.Max(0.001, bar._clock.Elapsed.TotalSeconds);
            var lag = bar.Lag < 0 ? "" : $", lag {bar.Lag:#,0}";
            var pace = bar.Events == 0 ? $"{task.Value:0 %}" : $"{bar.Events:#,0} events, {rate:#,0}/s{lag}";
            return new Text($"{pace}{TimeLeft(task.Value, bar._clock.Elapsed)}");
        }
    }
}
