// SPDX-License-Identifier: Apache-2.0

/// The password change protocol of Eudora and of webmail plug-ins.
module org.pabal.poppassd {
    requires static org.jspecify;
    requires transitive org.pabal.wire;
    requires org.pabal.message;
    requires transitive org.pabal.sasl;
    requires transitive org.pabal.directory;
    requires org.slf4j;

    exports org.pabal.poppassd;
}
