using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using RxRecs.Csv;
using RxRecs.Kafka;
using RxRecs.Machines;
using RxRecs.Shop.Commands;
using RxRecs.Shop.OptionGroups;
using RxRecs.Shop.Options;
using RxRecs.Shop.Output;

namespace RxRecs.Shop;

/// <summary>
/// The program: turns a command line into a run, and whatever goes wrong into a sentence and an exit code.
/// </summary>
/// <param name="terminal">Where it writes to.</param>
/// <param name="signal">Ends a run before its input does.</param>
internal sealed class ShopHost(Terminal terminal, StopSignal signal)
{
    private const string Name = "rxrecs-shop";

    /// <summary>Runs a command line; the value is the exit code.</summary>
    public int Run(params string[] args)
    {
        var parsed = CreateRoot().Parse(args.Length == 0 ? ["demo"] : args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            terminal.Error.WriteLine(Plain.Short(Problem(parsed), 300) + Suggest(parsed));
            return SeeHelp(parsed);
        }

        if (FindEmpty(parsed) is { } empty)
        {
            terminal.Error.WriteLine($"{empty}: the value is empty; is a variable of the shell not set?");
            return ExitCode.BadUsage;
        }

        try
        {
            return Invoke(parsed);
        }
        catch (OutputClosedException)
        {
            return ExitCode.Success;
        }
        catch (Exception error) when (error is ShopFileException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine(Plain.Of(OptionNames.NameOptions(error.Message)));
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException) when (signal.Token.IsCancellationRequested)
        {
            terminal.Error.WriteLine($"Stopped by {signal.Name}.");
            return signal.ExitCode;
        }
        catch (PartitionPipelineException error)
        {
            terminal.Error.WriteLine(Plain.Short(error.Message, 500));
            return ExitCode.BadInput;
        }
        catch (KafkaFailureException error)
        {
            terminal.Error.WriteLine(Plain.Short(error.Message, 500));
            return error.Failure == KafkaFailure.BadSetting ? ExitCode.BadUsage : ExitCode.BadInput;
        }
        catch (UsageException error)
        {
            terminal.Error.WriteLine(Plain.Of(error.Message));
            return SeeHelp(parsed);
        }
    }

    /// <summary>Makes the command that all others are parts of.</summary>
    public RootCommand CreateRoot()
    {
        var builder = new CommandBuilder(terminal, signal);
        var root = new RootCommand(
            "From shop events to recommendations with RxRecs. Without a command: demo. "
            + "Every command works on the files it is given, or on a synthetic shop.")
        {
            DemoCommand.Create(builder),
            LambdaCommand.Create(builder),
            ReplayCommand.Create(builder),
            SessionsCommand.Create(builder),
            GenerateCommand.Create(builder),
            RankCommand.Create(builder),
            RecentCommand.Create(builder),
            CartsCommand.Create(builder),
            AttributeCommand.Create(builder),
            SimilarCommand.Create(builder),
            BundlesCommand.Create(builder),
            TrendsCommand.Create(builder),
            InsightsCommand.Create(builder),
            RecommendCommand.Create(builder),
            ForgetCommand.Create(builder),
            EvaluateCommand.Create(builder),
            TuneCommand.Create(builder),
            TrainCommand.Create(builder),
        };
        return root;
    }

    /// <summary>Finds an argument whose value is empty, where that says nothing: no file, and not nobody.</summary>
    private static string? FindEmpty(ParseResult parsed) => parsed.CommandResult.Children
        .Where(static child => child.Tokens.Any(static token => token.Value.Length == 0))
        .Select(static child => child is OptionResult option ? option.Option.Name : "FILE")
        .FirstOrDefault(static name => name != ColumnOptions.NullMarkers);

    private int SeeHelp(ParseResult parsed)
    {
        terminal.Error.WriteLine($"See {Name} {PathOf(parsed.CommandResult)}--help.");
        return ExitCode.BadUsage;
    }

    /// <summary>Gives the names of a command and of those that it is a part of, each with a blank behind it.</summary>
    private static string PathOf(SymbolResult? result) => result is CommandResult { Command: not RootCommand } command
        ? $"{PathOf(command.Parent)}{command.Command.Name} "
        : "";

    private static string Problem(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var problem = parsed.UnmatchedTokens is [var unknown, ..]
            ? $"'{unknown}' is not a command or an option here."
            : parsed.Errors[0].Message;
        var next = string.Join(" or ", command.Subcommands.Select(static sub => sub.Name));
        return command is RootCommand || next == "" ? problem : $"{problem} After {command.Name} comes {next}.";
    }

    private static string Suggest(ParseResult parsed)
    {
        var wrong = parsed.UnmatchedTokens is [var first, ..] ? first : parsed.Tokens
            .FirstOrDefault(token => token is { Type: TokenType.Argument, Value: ['-', '-', ..] })?.Value;
        var command = parsed.CommandResult.Command;
        var known = wrong?.StartsWith('-') == true
            ? command.Options.Select(option => option.Name)
            : command.Subcommands.Select(sub => sub.Name);
        return wrong is not null && NearestName.Of(wrong, known) is { } name ? $" Did you mean {name}?" : "";
    }

    private int Invoke(ParseResult parsed)
    {
        using var help = new StreamWriter(terminal.Output, leaveOpen: true);
        return parsed.Invoke(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = help,
            Error = terminal.Error,
        });
    }
}
