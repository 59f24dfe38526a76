using System.Runtime.CompilerServices;

namespace RxRecs.Outside.Tests;

/// <summary>Checks that this project sees of the library what a user's own project sees.</summary>
public sealed class OutsideTests
{
    [Test]
    public void ThisProject_Sees_NothingInternal() => Assert.That(
        typeof(RecsObservable).Assembly
            .GetCustomAttributes(typeof(InternalsVisibleToAttribute), false)
            .Cast<InternalsVisibleToAttribute>()
            .Select(each => each.AssemblyName),
        Is.Not.Empty.And.None.EqualTo(typeof(OutsideTests).Assembly.GetName().Name));
}
