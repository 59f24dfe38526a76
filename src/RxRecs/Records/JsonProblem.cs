namespace RxRecs;

/// <summary>Says what is wrong with a member of a JSON value, and where the member is.</summary>
internal sealed class JsonProblem : FormatException
{
    private readonly string _problem;

    /// <summary>Makes a problem of the value itself; <see cref="In(string)"/> says whose member it is.</summary>
    public JsonProblem(string problem, string path = "", Exception? cause = null)
        : base(path.Length == 0 ? problem : $"{path} {problem}", cause) => (_problem, Path) = (problem, path);

    /// <summary>Gives the way to the member, such as <c>items[1].score</c>; empty for the value itself.</summary>
    public string Path { get; }

    /// <summary>Gives the same problem as seen from the value that has a member of this name.</summary>
    public JsonProblem In(string name) =>
        new(_problem, Path.Length == 0 || Path[0] == '[' ? name + Path : $"{name}.{Path}", this);

    /// <summary>Gives the same problem as seen from the array that has an element at this place.</summary>
    public JsonProblem In(int place) => new(_problem, Path.Length == 0 ? $"[{place}]" : $"[{place}].{Path}", this);
}
