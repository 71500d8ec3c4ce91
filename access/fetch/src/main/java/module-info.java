// SPDX-License-Identifier: Apache-2.0

/// The client's end of IMAP: mail of other servers is read here.
module org.pabal.fetch {
    requires static org.jspecify;
    requires transitive org.pabal.wire;
    requires org.pabal.imap;
    requires org.pabal.sasl;

    exports org.pabal.fetch;
}
