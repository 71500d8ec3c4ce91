// SPDX-License-Identifier: Apache-2.0

/// The milter protocol, a mail server's end.
module org.pabal.milter {
    requires static org.jspecify;
    requires transitive org.pabal.wire;

    exports org.pabal.milter;
}
