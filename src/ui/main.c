/* SPDX-License-Identifier: MIT */
/* sentinel-alerts: the desktop program. */
#include "config.h"
#include "sentinel-application.h"
#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  g_autoptr (SentinelApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (SENTINEL_TEXT_DOMAIN, SENTINEL_LOCALE_DIR);
  bind_textdomain_codeset (SENTINEL_TEXT_DOMAIN, "UTF-8");
  textdomain (SENTINEL_TEXT_DOMAIN);
  application = sentinel_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
