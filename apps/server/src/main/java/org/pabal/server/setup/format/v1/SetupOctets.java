// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.format.v1;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// The record of the set-up as octets.
///
/// @param begun an administrator was made by it, or is about to be
/// @param steps `done` or `later` by the step's name; a step that is not here is open
public record SetupOctets(boolean begun, boolean finished, Map<String, String> steps) {
    private static final byte VERSION = 1;
    private static final String BEGUN = "begun";
    private static final String FINISHED = "finished";

    /// `setup`.
    public static byte[] key() {
        return "setup".getBytes(StandardCharsets.US_ASCII);
    }

    /// The version, 1 octet, then a line for each thing that is to be said.
    public byte[] value() {
        StringBuilder text = new StringBuilder();
        text.append((char) VERSION);
        if (begun) {
            text.append(BEGUN).append('\n');
        }
        if (finished) {
            text.append(FINISHED).append('\n');
        }
        new TreeMap<>(steps)
                .forEach((step, state) -> text.append(step).append(' ').append(state).append('\n'));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// @throws IllegalArgumentException for octets of another version
    public static SetupOctets decode(byte[] value) {
        if (value.length == 0 || value[0] != VERSION) {
            throw new IllegalArgumentException("the record of the set-up has another version");
        }
        String text = new String(value, 1, value.length - 1, StandardCharsets.US_ASCII);
        boolean begun = false;
        boolean finished = false;
        Map<String, String> steps = new TreeMap<>();
        for (String line : text.lines().toList()) {
            int space = line.indexOf(' ');
            if (space > 0) {
                steps.put(line.substring(0, space), line.substring(space + 1));
            }
            begun |= line.equals(BEGUN);
            finished |= line.equals(FINISHED);
        }
        return new SetupOctets(begun, finished, steps);
    }
}
