using System.CommandLine;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;
using RxRecs.Shop.Runs;

namespace RxRecs.Shop.OptionGroups;

/// <summary>Makes commands that read events, each with the options of the input beside its own.</summary>
/// <param name="terminal">Where they write to.</param>
/// <param name="signal">Ends a run before its input does.</param>
internal sealed class CommandBuilder(Terminal terminal, StopSignal signal)
{
    private readonly InputOptions _input = new();
    private readonly TopicOptions _topic = new();

    public Terminal Terminal => terminal;

    public StopSignal Signal => signal;

    /// <summary>
    /// Makes a command that reads events: takes the input's options beside its own, and ends with a summary.
    /// </summary>
    public Command CreateCommand(string name, string description, Option[] options, Action<ShopRun> body)
    {
        var command = new Command(name, description);
        foreach (var option in options)
        {
            command.Add(option);
        }

        _input.AddTo(command);
        command.SetAction(parsed => Run(parsed, body));
        return command;
    }

    /// <summary>Makes a command that reads events of files or of a topic.</summary>
    public Command CreateReader(string name, string description, Option[] options, Action<ShopRun> body) =>
        CreateCommand(name, description, [.. options, .. _topic.All], run =>
        {
            if (_topic.Create(run) is { } topic)
            {
                run.Read(topic);
            }

            body(run);
        });

    /// <summary>Runs the body of a command over the events that the arguments name.</summary>
    public int Run(ParseResult parsed, Action<ShopRun> body)
    {
        using var run = new ShopRun(terminal, parsed, _input, signal);
        body(run);
        run.Summarize();
        return run.ExitCode;
    }
}
