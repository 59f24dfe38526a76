using RxRecs.Kafka;
using RxRecs.Shop.Input;
using RxRecs.Shop.Output;

namespace RxRecs.Shop.Broker;

/// <summary>The topic that a run reads, and the way it reads it.</summary>
internal sealed record TopicInput
{
    /// <summary>The connection to the broker.</summary>
    public required KafkaSettings Broker { get; init; }

    public required string Topic { get; init; }

    public KafkaStart Start { get; init; } = KafkaStart.Beginning;

    /// <summary>Tells when the reading ends by itself.</summary>
    public required KafkaEnd End { get; init; }

    /// <summary>Tells how large a record may be, and how far ahead its time.</summary>
    public required RecordLimitOptions Limits { get; init; }

    /// <summary>Makes a parser of the records for each reader.</summary>
    public required Func<IRecordParser<Interaction>> Parser { get; init; }

    /// <summary>Gives the files that are read before the topic; null for none.</summary>
    public TopicHistory? History { get; init; }

    /// <summary>Tells whether the run itself writes the topic, and has checked the events on the way.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Gets a line for each message, and what the client library says; null for neither.</summary>
    public TextWriter? Log { get; init; }

    /// <summary>
    /// Gives the limits by which the source reads. An event of the year 2099 in a topic of others would make all that
    /// follow it late: the <see cref="LayerParser"/> refuses it, and so knows of every event that there is.
    /// </summary>
    public RecordLimitOptions SourceLimits => Limits with { MaxFutureSkew = null };

    /// <summary>Gives the topic as one that the run itself writes.</summary>
    /// <param name="parser">Makes a parser for each reader.</param>
    public TopicInput AsOwn(Func<IRecordParser<Interaction>> parser) => this with
    {
        IsOwn = true,
        Limits = new RecordLimitOptions { MaxFutureSkew = null },
        Parser = parser,
    };

    /// <summary>Makes a parser that counts what a layer receives.</summary>
    public LayerParser CreateParser(LayerCount layer) => new(Parser(), layer, Limits.MaxFutureSkew, Log);

    /// <summary>Gives what makes parsers of records of the run's columns.</summary>
    /// <exception cref="UsageException">The columns cannot be those of records.</exception>
    public static Func<IRecordParser<Interaction>> ParserOf(InputSettings input, RecordLimitOptions limits)
    {
        if (input.TopicColumns is not { } columns)
        {
            return () => InteractionJson.CreateParser(limits.MaxValueSize);
        }

        try
        {
            _ = InteractionJson.CreateParser(columns);
        }
        catch (FormatException error)
        {
            // The paths into files are the reader's to judge.
            if (input.Files.Length == 0)
            {
                throw new UsageException($"--columns: {error.Message}");
            }
        }

        return () => InteractionJson.CreateParser(columns, limits.MaxValueSize);
    }
}
