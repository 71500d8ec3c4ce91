// SPDX-License-Identifier: Apache-2.0

/// The command line: what administrators type, and how answers are shown.
module org.pabal.cli {
    requires static org.jspecify;
    requires transitive info.picocli;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires transitive tools.jackson.databind;

    exports org.pabal.cli;

    opens org.pabal.cli to
            info.picocli;
}
