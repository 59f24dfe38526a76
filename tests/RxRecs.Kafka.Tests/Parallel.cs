// Most tests here wait for a broker rather than work: they run side by side, each in an instance of its own. A class
// that counts threads, memory or instruments of the whole process is marked NonParallelizable and runs alone; at a
// method with cases the mark does nothing.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: LevelOfParallelism(8)]
