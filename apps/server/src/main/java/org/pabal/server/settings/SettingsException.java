// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.List;

/// The settings cannot be used. Each problem is one line: where, what, and what to do.
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    SettingsException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
