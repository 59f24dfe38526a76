using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RxRecs.Kafka.Settings;

/// <summary>An authority of a test's own that signs certificates, all of them PEM files in a folder.</summary>
internal sealed class Authority : IDisposable
{
    private readonly string _folder;
    private readonly X509Certificate2 _own;

    public Authority(string folder, string name)
    {
        _folder = folder;
        using var key = RSA.Create(2048);
        var request = Request(name, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        Certificate = Write($"{name}.pem", _own.ExportCertificatePem());
    }

    /// <summary>The file of its own certificate, for those who trust it.</summary>
    public string Certificate { get; }

    /// <summary>Makes a certificate for a name, and for addresses of this machine.</summary>
    /// <returns>The file of the certificate, that of its key, and one with both.</returns>
    public (string Certificate, string Key, string Both) Sign(string name, params IPAddress[] addresses)
    {
        using var key = RSA.Create(2048);
        var request = Request(name, key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        Array.ForEach(addresses, names.AddIpAddress);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var signed = request.Create(_own, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        var (certificate, secret) = (signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        var file = $"{name}-{Path.GetFileNameWithoutExtension(Certificate)}";
        return (
            Write($"{file}.pem", certificate),
            Write($"{file}.key", secret),
            Write($"{file}-both.pem", $"{secret}\n{certificate}\n"));
    }

    public void Dispose() => _own.Dispose();

    private static CertificateRequest Request(string name, RSA key) =>
        new($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
