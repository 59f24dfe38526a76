using System.Text.RegularExpressions;

namespace RxRecs.Kafka;

/// <summary>
/// Lists the client properties that pass. A settings file is input: some properties of librdkafka load libraries, run
/// shell commands or turn verification off, so names are allowed one by one.
/// </summary>
internal static partial class ClientPropertyRules
{
    /// <summary>Tells what is wrong with a property whatever is allowed, or null. No message holds a value.</summary>
    public static string? Problem(string name, string? value)
    {
        if (NameProblem(name) is { } problem)
        {
            return problem;
        }

        if (value is null)
        {
            return $"'{name}' has no value";
        }

        return Indirection().IsMatch(value)
            ? $"'{name}' refers to another place with ${{...}}, which is not looked up here: give the value itself"
            : null;
    }

    /// <summary>Tells what is wrong with a property as long as nobody allows it, or null.</summary>
    public static string? Refusal(string name, string value, KafkaSettings settings)
    {
        if (!settings.AllowUnsafe && IsUnsafe(name, value))
        {
            return $"'{name}' can run code or call other hosts, and no file can allow it: leave it out, or in a program"
                + " whose settings nobody else can write set AllowUnsafe";
        }

        if (!settings.AllowInsecureTls && IsInsecure(name, value))
        {
            return $"'{name}' turns the check of the broker's certificate off: leave it out and give the authority's"
                + " certificate by ssl.ca.location, or in a program, for development, set AllowInsecureTls";
        }

        return null;
    }

    /// <summary>Tells whether the property turns a check of TLS off.</summary>
    public static bool IsInsecure(string name, string value) => name switch
    {
        "enable.ssl.certificate.verification" => !Is(value, "true") && !Is(value, "1") && !Is(value, "t"),
        "ssl.endpoint.identification.algorithm" => !Is(value, "https"),
        _ => false,
    };

    private static bool IsUnsafe(string name, string value) => name switch
    {
        "sasl.oauthbearer.method" => !Is(value, "default"),
        // Both become part of the kinit command line, which a shell runs.
        "sasl.kerberos.principal" or "sasl.kerberos.keytab" or "sasl.kerberos.service.name" =>
            !PlainWord().IsMatch(value),
        _ => KnownProperties.Unsafe.Contains(name),
    };

    private static string? NameProblem(string name)
    {
        if (KnownProperties.Common.Contains(name) || KnownProperties.Consumer.Contains(name)
            || KnownProperties.Producer.Contains(name) || KnownProperties.Unsafe.Contains(name))
        {
            return null;
        }

        if (KnownProperties.Owned.TryGetValue(name, out var instead))
        {
            return $"RxRecs sets '{name}' itself: {instead}";
        }

        if (KnownProperties.Java.TryGetValue(name, out var advice))
        {
            return $"'{name}' is a property of the Java client: {advice}";
        }

        if (KnownProperties.Functions.TryGetValue(name, out var why))
        {
            return $"'{name}' {why}";
        }

        return name.StartsWith("test.mock.", StringComparison.Ordinal)
            ? $"RxRecs sets '{Shown(name)}' itself: leave it out; RxRecs.Kafka.Testing has EmbeddedBroker"
            : Unknown(name);
    }

    private static string Unknown(string name)
    {
        var meant = NearestName.Of(name, KnownProperties.All);
        return $"'{Shown(name)}' is not a property that passes{(meant is null ? "" : $" (did you mean '{meant}'?)")}";
    }

    // Whoever forgets the name may have put the secret in its place.
    private static string Shown(string name) => name.Length <= 64 && PropertyName().IsMatch(name) ? name : "(a name)";

    private static bool Is(string value, string expected) =>
        string.Equals(value.Trim(), expected, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A[A-Za-z0-9._/@:\-]+\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PlainWord();

    [GeneratedRegex(@"\A[a-z][A-Za-z_.]*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PropertyName();

    [GeneratedRegex(@"\$\{\w+:.*\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Indirection();
}
