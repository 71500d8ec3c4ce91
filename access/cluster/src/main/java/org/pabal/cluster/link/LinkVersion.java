// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.link;

import java.util.Map;

/// The first word of each side.
final class LinkVersion {
    private static final String VERSION = "1";
    private static final int MAX_HELLO_OCTETS = 1024;

    private LinkVersion() {}

    static Map<String, String> hello(String program) {
        return Map.of("version", VERSION, "program", program);
    }

    /// What the other side says first, once it is known to speak the same version.
    static Map<String, String> expect(Frames frames) throws java.io.IOException {
        Frame first = frames.read(MAX_HELLO_OCTETS);
        if (first.type() != Frame.Type.HELLO) {
            throw new BrokenLink("the peer began with " + first.type());
        }
        Map<String, String> said = Fields.decode(first.content());
        if (!VERSION.equals(said.get("version"))) {
            throw new BrokenLink(
                    "the peer speaks version "
                            + said.getOrDefault("version", "?")
                            + " of the protocol between hosts, this host version "
                            + VERSION
                            + "; upgrade the older one");
        }
        return said;
    }
}
