// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal doctor`: whether the records of a domain are as they should be. The exit code is 1 when
/// there is a fault.
@Command(name = "doctor")
final class DoctorCommand implements Callable<Integer> {
    private final PabalCommand pabal;

    @Parameters(paramLabel = "DOMAIN")
    private String domain = "";

    @Option(names = "--zone", paramLabel = "FILE")
    private Optional<Path> zone = Optional.empty();

    DoctorCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Override
    public Integer call() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("domain", domain);
        arguments.put("language", pabal.context().messages().text("language"));
        if (zone.isPresent()) {
            try {
                arguments.put("zone", Files.readString(zone.get(), StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                return pabal.refuse(
                        "refused",
                        pabal.say("spf.zone-unreadable", zone.get(), unreadable),
                        ExitCode.REFUSED);
            }
        }
        return pabal.run("doctor", arguments, this::show, DoctorCommand::exitCode);
    }

    private static int exitCode(JsonNode result) {
        return result.path("worst").asString().equals("fault") ? ExitCode.REFUSED : ExitCode.DONE;
    }

    private void show(JsonNode result, PrintWriter out) {
        String topic = "";
        for (JsonNode remark : result.path("remarks")) {
            String about = remark.path("topic").asString();
            out.println(
                    "%-8s %s: %s"
                            .formatted(
                                    about.equals(topic) ? "" : about,
                                    pabal.say("doctor." + remark.path("level").asString()),
                                    remark.path("sentence").asString()));
            remark.path("publish").forEach(line -> out.println("           " + line.asString()));
            topic = about;
        }
        out.println(pabal.say("doctor.worst." + result.path("worst").asString(), domain));
    }
}
