namespace RxRecs.Tests.Checkpoints;

/// <summary>After a crash, a broken disk or a wrong hand the state comes back whole or with a clear
/// error.</summary>
public sealed class FileSnapshotStoreTests
{
    private const string Name = "user-events-3";
    private string _folder = "";
    private FileSnapshotStore _store = null!;

    [SetUp]
    public void MakeStore()
    {
        _folder = Directory.CreateTempSubdirectory("rxrecs-snapshots-").FullName;
        _store = new(_folder);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Load_NothingSaved_IsEmpty() =>
        Assert.That(
            (_store.Load(Name).Count, _store.Load(Name).Damaged.Count, _store.Names().Count), Is.EqualTo((0, 0, 0)));

    [Test]
    public void Save_ManyTimes_KeepsTheTwoNewest()
    {
        for (var i = 1; i <= 5; i++)
        {
            _store.Save(Name, i * 10, [(byte)i]);
            Assert.That(Positions(), Is.EqualTo(new long[] { i * 10, (i - 1) * 10 }.Take(i)));
        }

        Assert.That(_store.Load(Name)[0].Content.ToArray(), Is.EqualTo(new byte[] { 5 }));
        Assert.That(Files(), Has.Length.EqualTo(2));
    }

    [Test]
    public void Save_SamePosition_TheLastWrittenIsFirst()
    {
        _store.Save(Name, 7, [1]);
        _store.Save(Name, 7, [2]);
        _store.Save(Name, 7, [3]);
        Assert.That(_store.Load(Name).Select(x => x.Content.Span[0]), Is.EqualTo(new byte[] { 3, 2 }));
    }

    [TestCase(long.MinValue)]
    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(long.MaxValue)]
    public void Save_AnyPosition_ComesBack(long position)
    {
        _store.Save(Name, position, []);
        Assert.That(Positions(), Is.EqualTo(new[] { position }));
    }

    [Test]
    public void Save_LowerPosition_StaysBesideTheGreatest()
    {
        _store.Save(Name, 100, [1]);
        _store.Save(Name, 101, [2]);
        _store.Save(Name, 5, [3]);
        _store.Save(Name, 6, [4]);
        Assert.That(Positions(), Is.EqualTo(new long[] { 101, 6 }));
        _store.Delete(Name);
        _store.Save(Name, 5, [3]);
        Assert.That(Positions(), Is.EqualTo(new long[] { 5 }));
    }

    [Test]
    public async Task Load_WhileAnotherSaves_FindsTheNewestAndNoneDamaged()
    {
        const int Saves = 3000;
        _store.Save(Name, 0, [0]);
        var saving = Task.Run(() =>
        {
            var another = new FileSnapshotStore(_folder);
            for (var position = 1; position <= Saves; position++)
            {
                another.Save(Name, position, [1]);
            }
        });

        var newest = 0L;
        while (!saving.IsCompleted)
        {
            var loaded = _store.Load(Name);
            Assert.That(loaded.Damaged, Is.Empty);
            Assert.That(loaded[0].Position, Is.GreaterThanOrEqualTo(newest));
            newest = loaded[0].Position;
        }

        await saving;
        Assert.That(_store.Load(Name)[0].Position, Is.EqualTo(Saves));
    }

    [Test]
    public void Load_NewestDamagedAnywhere_GoesBackToTheOneBefore()
    {
        var content = Enumerable.Range(0, 60).Select(i => (byte)i).ToArray();
        _store.Save(Name, 1, [1]);
        _store.Save(Name, 2, content);
        var newest = Files().Single(path => Path.GetFileName(path).StartsWith('2'));
        var bytes = File.ReadAllBytes(newest);
        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var damaged in new byte[][]
            {
                [.. bytes[..i], (byte)(bytes[i] ^ (1 << (i % 8))), .. bytes[(i + 1)..]],
                bytes[..i],
                [.. bytes[..i], .. bytes[(i + 1)..]],
                [.. bytes[..i], 0xFF, .. bytes[i..]],
                [.. bytes[..i], .. new byte[bytes.Length - i - 1], 1],
            })
            {
                File.WriteAllBytes(newest, damaged);
                var loaded = _store.Load(Name);
                Assert.That(loaded.Select(x => x.Position), Is.EqualTo(new long[] { 1 }), $"at {i}");
                Assert.That(loaded.Damaged, Has.Count.EqualTo(1).And.All.StartsWith(newest));
            }
        }

        File.WriteAllBytes(newest, bytes);
        Assert.That(_store.Load(Name)[0].Content.ToArray(), Is.EqualTo(content));
    }

    [Test]
    public void Load_AllDamaged_NamesTheFiles()
    {
        _store.Save(Name, 1, [1]);
        _store.Save(Name, 2, [2]);
        File.WriteAllBytes(Files()[0], []);
        File.WriteAllText(Files()[1], "something else");
        var error = Assert.Throws<SnapshotException>(() => _store.Load(Name));
        Assert.That(
            error!.Message, Does.Contain(Files()[0]).And.Contain(Files()[1]).And.Contain("does not begin with RXRF"));
        _store.Delete(Name);
        Assert.That(_store.Load(Name), Is.Empty);
    }

    [Test]
    public void Load_FileOfAnotherName_IsDamage()
    {
        _store.Save(Name, 1, [1]);
        _store.Save("other", 9, [9]);
        File.Copy(
            Directory.GetFiles(Path.Combine(_folder, "other")).Single(), Path.Combine(_folder, Name, "9_9.snapshot"));
        Assert.That(Positions(), Is.EqualTo(new long[] { 1 }));
        Assert.That(_store.Load(Name).Damaged, Has.Count.EqualTo(1).And.All.Contains("it is of 'other'"));
    }

    [Test]
    public void Save_AfterTheNewestWasDamaged_KeepsTheWholeOneBefore()
    {
        _store.Save(Name, 1, [1]);
        _store.Save(Name, 2, [2]);
        File.WriteAllText(Files().Single(path => Path.GetFileName(path).StartsWith('2')), "RXRF");
        var afterRestart = new FileSnapshotStore(_folder);
        afterRestart.Load(Name);
        afterRestart.Save(Name, 3, [3]);
        var loaded = afterRestart.Load(Name);
        Assert.That(loaded.Select(x => x.Position), Is.EqualTo(new long[] { 3, 1 }));
        Assert.That(loaded.Damaged, Is.Empty);
    }

    /// <summary>A process that was killed between writing and renaming, after any number of bytes.</summary>
    [Test]
    public void Save_KilledBeforeTheRename_LosesNothingAndIsCleanedUp()
    {
        _store.Save(Name, 1, [1, 2, 3]);
        var whole = File.ReadAllBytes(Files().Single());
        for (var length = 0; length <= whole.Length; length++)
        {
            var leftover = Path.Combine(_folder, Name, "2_2.snapshot.tmp");
            File.WriteAllBytes(leftover, whole[..length]);
            var afterRestart = new FileSnapshotStore(_folder);
            Assert.That(afterRestart.Load(Name).Select(x => x.Position), Is.EqualTo(new long[] { 1 }));
            Assert.That(afterRestart.Load(Name).Damaged, Is.Empty);
        }

        new FileSnapshotStore(_folder).Save(Name, 2, [4]);
        Assert.That(Positions(), Is.EqualTo(new long[] { 2, 1 }));
        Assert.That(Directory.GetFiles(Path.Combine(_folder, Name), "*.tmp"), Is.Empty);
    }

    [Test]
    public void Save_NoRoomForTheFile_SaysSoAndKeepsTheOnesBefore()
    {
        _store.Save(Name, 1, [1]);

        // A folder in the place of the temporary file: the write fails, as on a full disk, whoever runs the test.
        Directory.CreateDirectory(Path.Combine(_folder, Name, "2_2.snapshot.tmp"));
        Assert.That(
            () => _store.Save(Name, 2, new byte[10]),
            Throws.InstanceOf<IOException>().With.Message.Contains(Name).And.Message.Contains("10 bytes")
                .And.Message.Contains("as they were"));
        Assert.That(Positions(), Is.EqualTo(new long[] { 1 }));
    }

    [Test]
    public void Store_WhereAFileLies_SaysSo()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        Assert.That(() => new FileSnapshotStore(file), Throws.InstanceOf<IOException>().With.Message.Contains(file));
    }

    [Test]
    public void Names_OfAnyKind_StayInTheFolderAndApart()
    {
        string[] names =
        [
            "..", ".", "../../etc", "/etc/passwd", "a/b", @"a\b", "orders.v1_x-0", "Orders", "orders", "%6f",
            "%4frders",
            "ä€😀", "con", "a b", "a.", ".a", "\0", "*", "orders-0", "orders-00",
        ];
        foreach (var name in names)
        {
            _store.Save(name, 1, System.Text.Encoding.UTF8.GetBytes(name));
        }

        Assert.That(_store.Names(), Is.EquivalentTo(names));
        Assert.That(Directory.GetDirectories(_folder), Has.Length.EqualTo(names.Length));
        foreach (var name in names)
        {
            Assert.That(System.Text.Encoding.UTF8.GetString(_store.Load(name)[0].Content.Span), Is.EqualTo(name));
            _store.Delete(name);
        }

        Assert.That(_store.Names(), Is.Empty);
        Assert.That(Directory.GetFileSystemEntries(_folder), Is.Empty);
    }

    [Test]
    public void Name_EmptyTooLongOrNoText_IsRefused()
    {
        Assert.That(() => _store.Load(""), Throws.ArgumentException);
        Assert.That(() => _store.Load("\ud800"), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => _store.Load(new string('a', 256)), Throws.ArgumentException.With.Message.Contains("255"));
        Assert.That(() => _store.Load(new string('a', 255)), Throws.Nothing);
    }

    [Test]
    public void Save_DifferentNamesAtOnce_AllAreKept()
    {
        Parallel.For(0, 8, i =>
        {
            for (var position = 0; position < 10; position++)
            {
                _store.Save($"orders-{i}", position, [(byte)i]);
            }
        });
        Assert.That(_store.Names(), Has.Count.EqualTo(8));
        Assert.That(_store.Names().Select(name => _store.Load(name)[0].Position), Is.All.EqualTo(9));
    }

    [Test]
    public void Pipeline_RestoredFromFilesAfterAnyKill_EndsInTheSameState()
    {
        var events = Enumerable.Range(0, 120)
            .Select(i => new Time.TimedEvent(i * 7919 % 600, "abc"[i % 3].ToString(), i)).ToArray();
        using var whole = new PipelineRun(Compositions.All["branches"].Invoke);
        whole.Feed(events);
        var random = new Random(3);
        var said = new List<string>();
        var (position, saidAtSave) = (0, 0);
        while (position < events.Length)
        {
            var loaded = new FileSnapshotStore(_folder).Load(Name);
            position = loaded.Count == 0 ? 0 : (int)loaded[0].Position;
            said.RemoveRange(saidAtSave, said.Count - saidAtSave);
            using var run = new PipelineRun(
                Compositions.All["branches"].Invoke, said, loaded.Count == 0
                    ? (ReadOnlyMemory<byte>?)null
                    : loaded[0].Content);
            var next = Math.Min(events.Length, position + random.Next(1, 20));
            run.Feed(events[position..next]);
            _store.Save(Name, next, run.Pipeline.Save().Span);
            saidAtSave = said.Count;
            position = next;

            // Goes on for a while, then is killed before it has saved.
            run.Feed(events.Skip(next).Take(random.Next(10)));
        }

        said.RemoveRange(saidAtSave, said.Count - saidAtSave);
        Assert.That(said, Is.EqualTo(whole.Said));
        Assert.That(_store.Load(Name)[0].Content.Span.SequenceEqual(whole.Pipeline.Save().Span), Is.True);
    }

    [Test]
    public void InMemoryStore_KeepsTheTwoNewestAndOwnsItsBytes()
    {
        var store = new InMemorySnapshotStore();
        byte[] bytes = [1];
        store.Save(Name, 1, bytes);
        bytes[0] = 2;
        store.Save(Name, 2, bytes);
        store.Save(Name, 3, bytes);
        store.Save(Name, 2, [9]);
        Assert.That(
            store.Load(Name).Select(x => (x.Position, x.Content.Span[0])),
            Is.EqualTo(new[] { (3L, (byte)2), (2L, (byte)9) }));
        Assert.That(store.Names(), Is.EqualTo(new[] { Name }));
        store.Delete(Name);
        Assert.That((store.Load(Name).Count, store.Names().Count), Is.EqualTo((0, 0)));
    }

    private long[] Positions() => [.. _store.Load(Name).Select(x => x.Position)];

    private string[] Files() => Directory.GetFiles(Path.Combine(_folder, Name), "*.snapshot");
}
