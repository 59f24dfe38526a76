using RxRecs.Csv;
using RxRecs.Kafka;
using RxRecs.SyntheticShop;

namespace RxRecs.Shop.Input;

/// <summary>Counts every row of the input by what became of it.</summary>
internal sealed class InputCounts
{
    private const int Kept = 3;
    private readonly Dictionary<string, ShopFileProgress> _files = new(StringComparer.Ordinal);
    private bool _isKeyed;
    private long _withoutUser;
    private long _withoutSession;

    /// <summary>Rows found in all files.</summary>
    public long Rows => Read + Dead + OtherKinds;

    /// <summary>Rows of kinds that are left out.</summary>
    public long OtherKinds => _files.Values.Sum(file => file.OtherKinds) + OtherKindsOfTopic;

    /// <summary>Those of them that a topic held.</summary>
    public long OtherKindsOfTopic { get; set; }

    /// <summary>Fields that could not be read; their rows became events.</summary>
    public long UnreadableFields => _files.Values.Sum(file => file.Fields.Unreadable) + OfTopic.Unreadable;

    /// <summary>Fields that held a marker of nothing; their rows became events.</summary>
    public long UnknownFields => _files.Values.Sum(file => file.Fields.Unknown) + OfTopic.Unknown;

    /// <summary>Ids that had lost digits.</summary>
    public long RoundedIds => _files.Values.Sum(file => file.Fields.Rounded) + OfTopic.Rounded;

    /// <summary>The reader of a topic's records; null without a topic.</summary>
    public IRecordParser<Interaction>? Topic { get; set; }

    /// <summary>The counts of what the fields of a topic's records did not tell.</summary>
    public FieldCounts OfTopic => Topic?.Fields ?? default;

    /// <summary>The files as far as they were read.</summary>
    public IEnumerable<ShopFileProgress> Files => _files.Values;

    /// <summary>Tells whether there were rows, or files that should have some, and not one was of use.</summary>
    public bool IsOfNoUse => (Rows > 0 || _files.Count > 0) && Used == 0 && !Interrupted;

    /// <summary>Tells whether rows were of use and yet nothing came of the run.</summary>
    public bool IsInVain { get; set; }

    /// <summary>Rows that became events.</summary>
    public long Read { get; set; }

    /// <summary>Rows that could not be read.</summary>
    public long Dead { get; private set; }

    /// <summary>Events with a time that cannot be.</summary>
    public long Implausible { get; private set; }

    /// <summary>The first time that cannot be.</summary>
    public DateTimeOffset? FirstImplausible { get; private set; }

    /// <summary>Events further out of order than allowed.</summary>
    public long Late { get; private set; }

    /// <summary>The lateness that would have taken them all; nothing if none was late.</summary>
    public TimeSpan LatenessNeeded { get; private set; }

    /// <summary>Events outside <c>--from</c> and <c>--to</c>.</summary>
    public long OutOfRange { get; set; }

    /// <summary>Events that a history and its topic both have, and that are taken from the other of the
    /// two.</summary>
    public long Overlap { get; set; }

    /// <summary>Events that waited for earlier ones when Ctrl-C ended the reading of a topic.</summary>
    public long Held { get; set; }

    /// <summary>Events that the command worked on: all that is not counted above.</summary>
    public long Used { get; set; }

    /// <summary>Events used of which no user is known; null where that was not counted.</summary>
    public long? WithoutUser => _isKeyed ? _withoutUser : null;

    /// <summary>Events used of which no session is known; null where that was not counted.</summary>
    public long? WithoutSession => _isKeyed ? _withoutSession : null;

    /// <summary>Events used of which neither is known.</summary>
    public long WithoutBoth { get; private set; }

    /// <summary>Whose the results are, "user" or "session", where an event without one is in none; else null.</summary>
    public string? Whose { get; set; }

    /// <summary>The option that says whose they are; null where there is none.</summary>
    public string? WhoseOption { get; set; }

    /// <summary>Tells whether they are of sessions only because the first rows had no user.</summary>
    public bool IsBySessionsInstead { get; set; }

    /// <summary>True if Ctrl-C ended the run.</summary>
    public bool Interrupted { get; set; }

    /// <summary>The generator of the rows, which knows what is hidden in them; null for files.</summary>
    public ShopGenerator? Generator { get; set; }

    /// <summary>The error that ended the reading of files before their ends.</summary>
    public List<string> Damages { get; } = [];

    /// <summary>The first rows that could not be read.</summary>
    public List<DeadLetter> FirstDead { get; } = [];

    /// <summary>Gives the check of each file whose lines are sessions, by its name.</summary>
    public Dictionary<string, SessionLineCheck> Lines { get; } = new(StringComparer.Ordinal);

    /// <summary>Tells whether the events used were views and nothing else.</summary>
    public bool AreViewsAlone { get; private set; } = true;

    /// <summary>Counts an event that the command works on.</summary>
    public void Use(in Interaction next)
    {
        Used++;
        _isKeyed = true;
        AreViewsAlone &= next.Kind == InteractionKind.View;
        var (hasUser, hasSession) = (!next.User.IsNone, next.Session is not null);
        _withoutUser += hasUser ? 0 : 1;
        _withoutSession += hasSession ? 0 : 1;
        WithoutBoth += hasUser || hasSession ? 0 : 1;
    }

    public void AddLate(LateEvent<Interaction> late, TimeSpan allowed)
    {
        Late++;
        var needed = late.Watermark - late.EventTime + allowed;
        LatenessNeeded = needed > LatenessNeeded ? needed : LatenessNeeded;
    }

    public void AddImplausible(DateTimeOffset time)
    {
        Implausible++;
        FirstImplausible ??= time;
    }

    public void AddDead(DeadLetter letter)
    {
        Dead++;
        if (FirstDead.Count < Kept)
        {
            FirstDead.Add(letter);
        }
    }

    /// <summary>
    /// Leaves out the rows that had been read but had not come to an end when the run was interrupted.
    /// </summary>
    public void LeaveOutUndecided() => Read = Used + Late + Implausible + OutOfRange + Overlap + Held;

    /// <summary>Notes how far the reading of a file has come.</summary>
    public void Note(ShopFileProgress file) => _files[file.Source] = file;

    /// <summary>Adds what others have found late or unreadable.</summary>
    public void Add(InputCounts others)
    {
        Late += others.Late;
        LatenessNeeded = others.LatenessNeeded > LatenessNeeded ? others.LatenessNeeded : LatenessNeeded;
        Dead += others.Dead;
        FirstDead.AddRange(others.FirstDead.Take(Kept - FirstDead.Count));
    }
}
