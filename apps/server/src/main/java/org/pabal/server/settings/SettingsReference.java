// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

/// The reference of all settings, made from the table that the server reads by.
public final class SettingsReference {
    private SettingsReference() {}

    /// The text of `docs/reference/settings.md`.
    public static String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("# Settings\n\n")
                .append("Made from the program by `pabal config reference`; do not edit.\n\n")
                .append("Settings stand in one TOML file: `pabal.toml` in the data directory, or")
                .append(" what `--config` names. Without a file the defaults make a working")
                .append(" server. Each setting can be overridden by an environment variable.")
                .append(" `pabal config check` finds every mistake at once, `pabal config show`")
                .append(" says what holds and why.\n\n")
                .append("| setting | default | must be | purpose | environment |\n")
                .append("|---|---|---|---|---|\n");
        for (Setting<?> setting : SettingsTable.all()) {
            text.append("| `").append(setting.key()).append("` | ");
            text.append(setting.preset().isEmpty() ? "not set" : "`" + setting.preset() + "`");
            text.append(" | ").append(setting.form().expected());
            text.append(" | ").append(setting.purpose());
            text.append(" | `").append(setting.environmentVariable()).append("` |\n");
        }
        text.append(
                        "\nThe table `routes` gives domains a fixed way, past their mail exchangers:\n\n")
                .append("```toml\n[routes]\n\"example.net\" = \"mx.internal:25\"\n```\n");
        text.append("\nEach table `relays.NAME` is a smarthost with a name of your choice; the")
                .append(" settings `relay.*` above make one with the name `default`:\n\n")
                .append("```toml\n[relays.provider]\nhost = \"smtp.provider.example\"\n")
                .append("user = \"apikey\"\npassword-file = \"/etc/pabal/provider.secret\"\n")
                .append("sender-domains = [\"example.org\"]\n```\n\n")
                .append(
                        "| in `[relays.NAME]` | default | must be | purpose |\n|---|---|---|---|\n");
        for (Setting<?> setting : RelayTable.SETTINGS) {
            text.append("| `").append(setting.key()).append("` | ");
            text.append(setting.preset().isEmpty() ? "not set" : "`" + setting.preset() + "`");
            text.append(" | ").append(setting.form().expected());
            text.append(" | ").append(setting.purpose()).append(" |\n");
        }
        return text.toString();
    }
}
