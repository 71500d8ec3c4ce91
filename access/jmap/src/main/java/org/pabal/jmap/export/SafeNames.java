// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.pabal.mailbox.MailboxName;

/// Names of files that every system can have, for what people have named; each once, also where upper
/// and lower case are the same. NFC, so that Korean names are whole syllables. For one thread.
final class SafeNames {
    /// Code points of one level: fewer than 255 octets in any script of the BMP.
    static final int MAX = 60;

    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\u2028\u2029\"<>:/\\\\|?*]");

    /// Windows keeps these for devices, also with an extension.
    private static final Pattern DEVICE =
            Pattern.compile(
                    "(?i)(con|prn|aux|nul|conin\\$|conout\\$|com[0-9¹²³]|lpt[0-9¹²³])(\\..*)?");

    /// What a mailbox's own file has behind the name of its folder.
    static final String MBOX = ".mbox";

    private final Set<String> taken = new HashSet<>();
    private final Map<String, String> folders = new HashMap<>();

    /// One level of a path, of at most as many code points.
    static String of(String text, int most) {
        String name =
                UNSAFE.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll("_");
        int length = name.codePointCount(0, name.length());
        name = name.substring(0, name.offsetByCodePoints(0, Math.min(most, length))).strip();
        name = name.replaceAll("[. ]+$", "").replaceAll("^[. ]+", "_");
        if (name.isEmpty()) {
            return "_";
        }
        return DEVICE.matcher(name).matches() ? "_" + name : name;
    }

    /// Keeps a name for itself.
    SafeNames reserve(String path) {
        taken.add(path.toLowerCase(Locale.ROOT));
        return this;
    }

    /// The path of a mailbox, below those of the mailboxes above it: always the same.
    String folder(MailboxName mailbox) {
        String known = folders.get(mailbox.text());
        if (known != null) {
            return known;
        }
        String above = mailbox.parent().map(parent -> folder(parent) + "/").orElse("");
        String path = free(above + of(mailbox.levels().getLast(), MAX), "");
        folders.put(mailbox.text(), path);
        return path;
    }

    /// A file's path.
    String file(String above, String name, String extension) {
        return free(above + of(name, MAX), extension) + extension;
    }

    /// With a number where the name is taken: alone, with the extension, or as a mailbox's own file
    /// beside its folder.
    private String free(String path, String extension) {
        String free = path;
        for (int number = 2; isTaken(free + extension) || isTaken(free + MBOX); number++) {
            free = path + " (" + number + ")";
        }
        reserve(free + extension).reserve(free + MBOX);
        return free;
    }

    private boolean isTaken(String path) {
        return taken.contains(path.toLowerCase(Locale.ROOT));
    }
}
