/* SPDX-License-Identifier: MIT */
/* Text from outside, made fit to be shown. */
#include <string.h>

#include "sentinel-text.h"

static void
test_lines (void)
{
  static const struct {
    const char *text;
    gsize max_bytes;
    const char *line;
  } cases[] = {
    { "", 10, "" },
    { "plain ä", 10, "plain ä" },
    { "a\tb\r\nc", 20, "a\\tb\\r\\nc" },
    { "\x1b\x7f\xc2\x9b", 20, "\\x1b\\x7f\\x9b" }, /* C1 controls steer terminals too */
    { "a\u202eb\u2066c\u2069\u2029", 40, "a\\u202eb\\u2066c\\u2069\\u2029" },
    { "a\u200fb", 10, "a\u200fb" }, /* a mark turns nothing but itself */
    { "\xff", 10, "\xef\xbf\xbd" },
    { "0123456789", 10, "0123456789" },
    { "0123456789x", 10, "0123456…" },
    { "ääääää", 10, "äää…" }, /* cut between characters */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *line = sentinel_text_to_line (cases[i].text, cases[i].max_bytes);

    g_assert_cmpstr (line, ==, cases[i].line);
  }
}

static void
test_every_cut_is_valid_and_short (void)
{
  for (gsize max_bytes = 3; max_bytes < 40; max_bytes++) {
    g_autofree char *line = sentinel_text_to_line ("ä€😀\n\x1b\xff äöü €€€ 😀😀😀", max_bytes);

    g_assert_true (g_utf8_validate (line, -1, NULL));
    g_assert_cmpuint (strlen (line), <=, max_bytes);
  }
}

static void
test_blocks (void)
{
  g_autofree char *block = sentinel_text_to_block ("a\tb\r\nc\rd\x1b\u202e\xff");

  g_assert_cmpstr (block, ==, "a\tb\nc\\rd\\x1b\\u202e\xef\xbf\xbd");
}

static void
test_quotes (void)
{
  g_autofree char *quoted = sentinel_text_quote ("x\n");
  g_autofree char *nothing = sentinel_text_quote (NULL);

  g_assert_cmpstr (quoted, ==, "\"x\\n\"");
  g_assert_cmpstr (nothing, ==, "nothing");
}

static void
test_plain (void)
{
  g_assert_true (sentinel_text_is_plain (""));
  g_assert_true (sentinel_text_is_plain ("Größe 5 €"));
  g_assert_false (sentinel_text_is_plain ("a\nb"));
  g_assert_false (sentinel_text_is_plain ("\xc2\x9b"));
  g_assert_false (sentinel_text_is_plain ("\xff"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/lines", test_lines);
  g_test_add_func ("/text/every-cut-is-valid-and-short", test_every_cut_is_valid_and_short);
  g_test_add_func ("/text/blocks", test_blocks);
  g_test_add_func ("/text/quotes", test_quotes);
  g_test_add_func ("/text/plain", test_plain);
  return g_test_run ();
}
