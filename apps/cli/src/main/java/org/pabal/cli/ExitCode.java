// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

/// The exit codes of every command, after sysexits.h where that has one.
public final class ExitCode {
    public static final int DONE = 0;

    /// Understood and refused; the reason is printed.
    public static final int REFUSED = 1;

    /// The command line is wrong.
    public static final int USAGE = 2;

    /// The server or a source that it needs cannot be reached.
    public static final int UNAVAILABLE = 69;

    /// A fault of ours.
    public static final int SOFTWARE = 70;

    /// Not now; the same command may succeed later.
    public static final int TRY_AGAIN = 75;

    /// The settings are wrong.
    public static final int SETTINGS = 78;

    private ExitCode() {}
}
