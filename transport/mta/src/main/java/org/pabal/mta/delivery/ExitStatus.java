// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.message.EnhancedStatus;
import org.pabal.mta.queue.Diagnosis;

/// What the exit code of a program that keeps mail says, by the convention of `sysexits.h` that
/// mail programs keep: 0 took the mail, 64 to 78 refuse it for good but for 75, and everything else,
/// signals too, is trouble that may pass.
public final class ExitStatus {
    private static final Pattern OWN_STATUS = Pattern.compile("([45]\\.\\d{1,3}\\.\\d{1,3}) (.*)");

    private ExitStatus() {}

    /// @param output the first line of what the program wrote; it may begin with a status of its
    ///     own, which goes before ours
    static Diagnosis diagnosis(String program, int code, String output, ExitCodes exitCodes) {
        if (exitCodes == ExitCodes.SYSEXITS) {
            return diagnosis(program, code, output, status(code));
        }
        return switch (code) {
            case 99 -> Diagnosis.ours("2.0.0", "taken by " + program);
            case 100, 112 -> diagnosis(program, code, output, "5.3.0");
            default -> diagnosis(program, code, output, status(code));
        };
    }

    /// Of a program that a script runs: 75, qmail's 111, a signal and what a shell says when it
    /// cannot run something are worth another try; every other code but 0 is an answer for good, as
    /// the authors of scripts expect it.
    public static Diagnosis ofScripts(String program, int code, String output) {
        String status = status(code);
        boolean again = code == 75 || code == 111 || code >= 126;
        return diagnosis(
                program, code, output, status.startsWith("4") && !again ? "5.3.0" : status);
    }

    private static Diagnosis diagnosis(
            String program, int code, String output, String statusOfCode) {
        if (code == 0) {
            return Diagnosis.ours("2.0.0", "taken by " + program);
        }
        Matcher own = OWN_STATUS.matcher(output);
        Optional<EnhancedStatus> status =
                own.matches() ? EnhancedStatus.parse(own.group(1)) : Optional.empty();
        String said = own.matches() ? own.group(2) : output;
        String text = program + ": " + (said.isEmpty() ? meaning(code) : said);
        return new Diagnosis(status.orElse(EnhancedStatus.of(statusOfCode)), text, "");
    }

    private static String status(int code) {
        return switch (code) {
            case 64, 66, 69, 70, 71, 72, 74 -> "5.3.0";
            case 65 -> "5.6.0";
            case 67 -> "5.1.1";
            case 68 -> "5.1.2";
            case 73 -> "5.2.0";
            case 76 -> "5.5.0";
            case 77 -> "5.7.0";
            case 78 -> "5.3.5";
            default -> "4.3.0";
        };
    }

    private static String meaning(int code) {
        return switch (code) {
            case 64 -> "wrong usage of the command (exit code 64)";
            case 65 -> "the message cannot be used (exit code 65)";
            case 66 -> "an input file is missing (exit code 66)";
            case 67 -> "no such user (exit code 67)";
            case 68 -> "no such host (exit code 68)";
            case 69 -> "a service is unavailable (exit code 69)";
            case 70 -> "internal error (exit code 70)";
            case 71 -> "error of the operating system (exit code 71)";
            case 72 -> "a system file is missing (exit code 72)";
            case 73 -> "a file cannot be made (exit code 73)";
            case 74 -> "error of input or output (exit code 74)";
            case 75 -> "try again later (exit code 75)";
            case 76 -> "error of the protocol (exit code 76)";
            case 77 -> "permission denied (exit code 77)";
            case 78 -> "error of configuration (exit code 78)";
            default -> code > 128 ? "ended by signal " + (code - 128) : "exit code " + code;
        };
    }
}
