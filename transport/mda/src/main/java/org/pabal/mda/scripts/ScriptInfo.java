// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import java.time.Instant;

/// What is known of a script without its text.
///
/// @param changed when its text was last put there
public record ScriptInfo(ScriptName name, boolean active, int octets, Instant changed) {}
