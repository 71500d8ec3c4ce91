// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.util.List;

/// What mail is brought by.
enum Door {
    SMTP("EHLO", ""),
    LMTP("LHLO", "-L");

    private final String greeting;
    private final String option;

    Door(String greeting, String option) {
        this.greeting = greeting;
        this.option = option;
    }

    String greeting() {
        return greeting;
    }

    /// Of smtp-source.
    List<String> options() {
        return option.isEmpty() ? List.of() : List.of(option);
    }

    int port(Peer peer) {
        return this == SMTP ? peer.smtpPort() : peer.lmtpPort();
    }
}
