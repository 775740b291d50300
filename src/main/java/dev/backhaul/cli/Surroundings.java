package dev.backhaul.cli;

import dev.backhaul.time.Time;
import dev.backhaul.yaml.Environment;
import java.io.PrintStream;

/**
 * What a command runs in: the process's own in production, made up in tests.
 *
 * @param environment environment variables
 * @param out reports; with {@code --json} exactly one JSON document
 * @param err progress, warnings, errors
 * @param time the clock
 * @param terminal whether a person watches, so that progress may be redrawn
 * @param stops told when the process is asked to end
 */
public record Surroundings(
    Environment environment,
    PrintStream out,
    PrintStream err,
    Time time,
    boolean terminal,
    Stops stops) {}
