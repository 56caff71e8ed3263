"""What the filer's desk needs: documents handed in, pictures, marks of text, predecessors, public reasons.

Two append-only tables change, so their triggers are taken away before and put back behind.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

append_only = import_module("disclosure.migrations.0002_append_only")

class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(append_only.unprotect, append_only.protect),
        migrations.AddField(
            model_name='bureau',
            name='predecessor',
            field=models.ForeignKey(blank=True, help_text='机构改革前的单位，它去年的报告用来对照', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='disclosure.bureau', verbose_name='前身'),
        ),
        migrations.AddField(
            model_name='event',
            name='rules',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='publication',
            name='findings',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='publication',
            name='reasons',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='publication',
            name='source',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='publication',
            name='source_name',
            field=models.CharField(blank=True, max_length=200, verbose_name='原文件'),
        ),
        migrations.AddField(
            model_name='publication',
            name='source_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='reason',
            name='public',
            field=models.BooleanField(default=False, verbose_name='随报告公开'),
        ),
        migrations.RunPython(append_only.protect, append_only.unprotect),
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('document', models.JSONField(default=dict)),
                ('imported', models.JSONField(default=dict)),
                ('base', models.JSONField(blank=True, default=dict)),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='intake', to='disclosure.report', verbose_name='报告')),
            ],
            options={
                'verbose_name': '待确认的文件',
                'verbose_name_plural': '待确认的文件',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('caption', models.CharField(blank=True, max_length=100, verbose_name='图题')),
                ('alt', models.CharField(max_length=300, verbose_name='替代文字')),
                ('png', models.BinaryField()),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='disclosure.report', verbose_name='报告')),
            ],
            options={
                'verbose_name': '图片',
                'verbose_name_plural': '图片',
                'ordering': ['report', 'number'],
                'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='picture_once')],
            },
        ),
        migrations.CreateModel(
            name='TextMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(max_length=40)),
                ('mark', models.BigIntegerField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='text_marks', to='disclosure.report', verbose_name='报告')),
            ],
            options={
                'verbose_name': '文字指纹',
                'verbose_name_plural': '文字指纹',
                'indexes': [models.Index(fields=['mark', 'section'], name='text_mark')],
                'constraints': [models.UniqueConstraint(fields=('report', 'section', 'mark'), name='text_mark_once')],
            },
        ),
    ]
