// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import org.pabal.spam.SpamTest;
import org.pabal.spam.reading.attachment.Attachment;
import org.pabal.spam.reading.attachment.Attachment.Trait;

/// Files that do something, or that are something else than they are called.
final class FileTests {
    private FileTests() {}

    static void run(MailReading reading, Findings found) {
        for (Attachment attachment : reading.attachments()) {
            for (Trait trait : attachment.traits()) {
                found.add(test(trait), name(attachment));
            }
        }
    }

    private static String name(Attachment attachment) {
        return attachment.name().isEmpty() ? attachment.declaredType() : attachment.name();
    }

    private static SpamTest test(Trait trait) {
        return switch (trait) {
            case PROGRAM -> SpamTest.FILE_PROGRAM;
            case PROGRAM_INSIDE -> SpamTest.FILE_PROGRAM_INSIDE;
            case SCRIPT -> SpamTest.FILE_SCRIPT;
            case SHORTCUT -> SpamTest.FILE_SHORTCUT;
            case MACROS -> SpamTest.FILE_MACROS;
            case ACTIVE_CONTENT -> SpamTest.FILE_ACTIVE_CONTENT;
            case STARTS_OTHERS -> SpamTest.FILE_STARTS_OTHERS;
            case HTML_PAGE -> SpamTest.FILE_HTML_PAGE;
            case ACTIVE_HTML_PAGE -> SpamTest.FILE_ACTIVE_HTML_PAGE;
            case DISK_IMAGE -> SpamTest.FILE_DISK_IMAGE;
            case ENCRYPTED -> SpamTest.FILE_ENCRYPTED;
            case UNSCANNABLE -> SpamTest.FILE_UNSCANNABLE;
            case OTHER_KIND -> SpamTest.FILE_OTHER_KIND;
            case DOUBLE_EXTENSION -> SpamTest.FILE_DOUBLE_EXTENSION;
            case TURNED_NAME -> SpamTest.FILE_TURNED_NAME;
            case LONG_GAP_IN_NAME -> SpamTest.FILE_LONG_GAP_IN_NAME;
            case AMBIGUOUS -> SpamTest.FILE_AMBIGUOUS;
        };
    }
}
