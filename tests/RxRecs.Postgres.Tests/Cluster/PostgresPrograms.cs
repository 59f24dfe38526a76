using System.Diagnostics;

namespace RxRecs.Postgres.Cluster;

/// <summary>Finds the programs of PostgreSQL on this machine, and starts them as a user that they agree to.</summary>
internal sealed class PostgresPrograms
{
    private const string Root = "0";
    private readonly string _folder;
    private readonly string? _user;

    private PostgresPrograms(string folder, string? user) => (_folder, _user) = (folder, user);

    /// <summary>Looks for the programs.</summary>
    /// <param name="reason">Why they are not there, or cannot be used.</param>
    public static PostgresPrograms? Find(out string reason)
    {
        reason = "";
        if (!OperatingSystem.IsLinux())
        {
            reason = "The tests start PostgreSQL on Linux alone.";
            return null;
        }

        if (Folders().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb"))) is not { } found)
        {
            reason = "There is no initdb of PostgreSQL: neither in RXRECS_POSTGRES, nor on the path, nor in"
                + " /usr/lib/postgresql/*/bin.";
            return null;
        }

        if (Output("id", "-u") != Root)
        {
            return new(found, null);
        }

        // PostgreSQL does not run as root.
        var user = new[] { "postgres", "nobody" }.FirstOrDefault(name => Output("id", "-u", name).Length > 0);
        reason = "PostgreSQL does not run as root, and there is no user postgres or nobody, or no setpriv.";
        return user is null || Output("setpriv", "--version").Length == 0 ? null : new(found, user);
    }

    /// <summary>Gives a folder of ours to the user of the server.</summary>
    public void HandOver(string folder)
    {
        if (_user is not null)
        {
            Run("chown", "-R", _user, folder);
        }
    }

    /// <summary>Starts a program that goes on; its output is for the caller to read.</summary>
    public Process Start(string program, params string[] arguments)
    {
        var path = Path.Combine(_folder, program);
        string[] command = _user is null
            ? [path, .. arguments]
            :
            [
                "setpriv", $"--reuid={_user}", $"--regid={Output("id", "-g", _user)}", "--clear-groups", path,
                .. arguments,
            ];
        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Runs a program of PostgreSQL to its end.</summary>
    public void RunToEnd(string program, params string[] arguments) => Check(Start(program, arguments), program);

    public static void Run(string program, params string[] arguments) => Check(
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!,
        program);

    private static void Check(Process process, string program)
    {
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{program} has failed: {output}{error.Result}");
            }
        }
    }

    private static IEnumerable<string> Folders()
    {
        const string Debian = "/usr/lib/postgresql";
        var own = Environment.GetEnvironmentVariable("RXRECS_POSTGRES");
        var installed = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian)
                .OrderByDescending(each => int.TryParse(Path.GetFileName(each), out var version) ? version : 0)
            : Enumerable.Empty<string>();
        return (own is null ? Enumerable.Empty<string>() : [own])
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Concat(installed.Select(each => Path.Combine(each, "bin")));
    }

    private static string Output(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}
