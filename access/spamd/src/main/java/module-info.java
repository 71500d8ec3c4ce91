// SPDX-License-Identifier: Apache-2.0

/// The filter for other programs, by the protocol of SpamAssassin's spamd.
module org.pabal.spamd {
    requires static org.jspecify;
    requires org.pabal.message;
    requires transitive org.pabal.spam;
    requires transitive org.pabal.wire;
    requires org.slf4j;

    exports org.pabal.spamd;
}
