// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.util.List;

/// What mail is brought by.
enum Door {
    SMTP("EHLO"),
    LMTP("LHLO");

    private final String greeting;

    Door(String greeting) {
        this.greeting = greeting;
    }

    String greeting() {
        return greeting;
    }

    /// Of smtp-source.
    List<String> options() {
        return this == SMTP ? List.of() : List.of("-L");
    }

    int port(Peer peer) {
        return this == SMTP ? peer.smtpPort() : peer.lmtpPort();
    }
}
