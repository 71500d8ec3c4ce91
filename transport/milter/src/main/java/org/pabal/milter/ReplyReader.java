// SPDX-License-Identifier: Apache-2.0
package org.pabal.milter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pabal.milter.MilterReply.Malformed;

/// Reads a milter's packet; total.
final class ReplyReader {
    private static final int MAX_REPLY_LINES = 32;
    private static final int MAX_REPLY_LINE_CHARS = 400;

    private final byte[] data;
    private int at;

    private ReplyReader(byte[] data) {
        this.data = data;
    }

    static MilterReply read(char command, byte[] data) {
        ReplyReader in = new ReplyReader(data);
        return switch (command) {
            case 'c' -> new MilterReply.Continue();
            case 'a' -> new MilterReply.Accept();
            case 'r' -> new MilterReply.Reject();
            case 't' -> new MilterReply.TempFail();
            case 'd' -> new MilterReply.Discard();
            case 's' -> new MilterReply.Skip();
            case 'f', '4' -> new MilterReply.Shutdown();
            case 'p' -> new MilterReply.Progress();
            case 'b' -> new MilterReply.ReplaceBody(data);
            case 'y' -> in.replyCode();
            case 'q' -> in.hasStrings(1) ? new MilterReply.Quarantine(in.string()) : in.broken();
            case 'h' ->
                    in.hasStrings(2)
                            ? new MilterReply.AddHeader(in.string(), in.string())
                            : in.broken();
            case 'i' -> {
                int index = in.number();
                yield index >= 0 && in.hasStrings(2)
                        ? new MilterReply.InsertHeader(index, in.string(), in.string())
                        : in.broken();
            }
            case 'm' -> {
                int index = in.number();
                yield index >= 0 && in.hasStrings(2)
                        ? new MilterReply.ChangeHeader(index, in.string(), in.string())
                        : in.broken();
            }
            case 'e' -> in.hasStrings(1) ? in.changeFrom() : in.broken();
            case '+' ->
                    in.hasStrings(1) ? new MilterReply.AddRecipient(in.string(), "") : in.broken();
            case '2' -> in.hasStrings(1) ? in.addRecipient() : in.broken();
            case '-' ->
                    in.hasStrings(1) ? new MilterReply.RemoveRecipient(in.string()) : in.broken();
            default -> new Malformed("a reply of unknown kind " + (int) command);
        };
    }

    private Malformed broken() {
        return new Malformed("a reply that is cut off");
    }

    private MilterReply changeFrom() {
        return new MilterReply.ChangeFrom(string(), hasStrings(1) ? string() : "");
    }

    private MilterReply addRecipient() {
        return new MilterReply.AddRecipient(string(), hasStrings(1) ? string() : "");
    }

    /// -1 when there is none, or one that is absurd.
    private int number() {
        if (data.length - at < 4) {
            return -1;
        }
        int number =
                (data[at] & 0xff) << 24
                        | (data[at + 1] & 0xff) << 16
                        | (data[at + 2] & 0xff) << 8
                        | (data[at + 3] & 0xff);
        at += 4;
        return number;
    }

    private boolean hasStrings(int count) {
        int left = count;
        for (int i = at; i < data.length && left > 0; i++) {
            if (data[i] == 0) {
                left--;
            }
        }
        return left == 0;
    }

    /// Up to its NUL.
    private String string() {
        int end = at;
        while (data[end] != 0) {
            end++;
        }
        String text = new String(data, at, end - at, StandardCharsets.ISO_8859_1);
        at = end + 1;
        return text;
    }

    /// `code SP [status SP] text`, or several such lines. libmilter doubles each `%`.
    private MilterReply replyCode() {
        if (!hasStrings(1)) {
            return broken();
        }
        String[] lines = string().split("\r?\n", -1);
        if (!lines[0].matches("(?s)[45][0-9][0-9]([ -].*)?")) {
            return new Malformed("a reply without a code of 400 to 599");
        }
        String code = lines[0].substring(0, 3);
        String status = "";
        List<String> texts = new ArrayList<>();
        for (String line : lines) {
            String text = line.startsWith(code) ? line.substring(Math.min(4, line.length())) : line;
            String found = status(text, code.charAt(0));
            if (!found.isEmpty()) {
                status = found;
                text = text.substring(found.length()).stripLeading();
            }
            if (texts.size() < MAX_REPLY_LINES) {
                texts.add(printable(text));
            }
        }
        if (texts.size() > 1 && texts.getLast().isEmpty()) {
            texts.removeLast();
        }
        return new MilterReply.Reply(Integer.parseInt(code), status, texts);
    }

    private static String status(String text, char statusClass) {
        int end = text.indexOf(' ');
        String word = end < 0 ? text : text.substring(0, end);
        return word.matches("[45]\\.[0-9]{1,3}\\.[0-9]{1,3}") && word.charAt(0) == statusClass
                ? word
                : "";
    }

    private static String printable(String text) {
        String plain = text.replace("%%", "%");
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < plain.length() && i < MAX_REPLY_LINE_CHARS; i++) {
            char c = plain.charAt(i);
            safe.append(c >= ' ' && c < 0x7f || c == '\t' ? c : '?');
        }
        return safe.toString();
    }
}
