// SPDX-License-Identifier: Apache-2.0

/// Who is not listened to for now, and why.
module org.pabal.bans {
    requires static org.jspecify;
    requires transitive org.pabal.sasl;
    requires transitive org.pabal.storage;
    requires transitive org.pabal.wire;
    requires org.slf4j;

    exports org.pabal.bans;
    exports org.pabal.bans.guard;
}
