// SPDX-License-Identifier: Apache-2.0

/// What the operator sets: one file, environment overrides, defaults that need neither.
///
/// A class of each part ({@link ImapTable}, {@link SpamTable}) declares its keys once, {@link
/// SettingsTable} has them all; {@link SettingsReader} reads and checks, with a {@link SettingsFile} for each file;
/// {@link Settings} holds the values and where they come from.
@NullMarked
package org.pabal.server.settings;

import org.jspecify.annotations.NullMarked;
