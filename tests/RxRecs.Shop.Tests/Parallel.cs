// The commands that talk to a broker wait for it more than they work.
[assembly: LevelOfParallelism(6)]
